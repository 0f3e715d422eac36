"""One module a kind of book: what its rows are, and what is checked in it."""
