"""What several tests use: how a book is made, altered or compared, one concept a module; docs/testing.md lists them."""
