"""What guided activities share: who takes part, check-ins, reflections, commitments."""
