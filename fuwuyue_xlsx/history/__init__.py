"""What a run leaves behind so that the next one can say what moved, and because of which cell."""
