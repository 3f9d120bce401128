"""Looking back together: debriefs that work proposes, written alone and revealed at once."""
