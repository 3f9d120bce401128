"""2 moment of need: rules that see when help may help."""
