"""Checks of the independent implementation itself: what it expects, and that it sees a difference."""
