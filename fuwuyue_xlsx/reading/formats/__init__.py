"""What the reader of cells leaves out, one module a file format."""
