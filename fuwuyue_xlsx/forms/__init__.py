"""What the office prints and signs: notice, pay-out list, certificates, recommendation forms, feedback."""
