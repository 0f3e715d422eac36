"""The record that a run leaves behind, so that the next one can say who stands differently, and because of which cell."""
