"""An inbox of files → recognised, checked and merged tables, and every finding. Nothing is lost, nothing guessed."""
