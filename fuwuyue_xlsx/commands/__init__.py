"""The commands of `fuwuyue`, one file a command, and what they share: session, console, progress."""
