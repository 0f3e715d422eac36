"""Helpers of the tests: small rule sets, filled books, inboxes."""
