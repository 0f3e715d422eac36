"""What the office prints and signs: the notice, the pay-out list, the certificates, the departments' feedback."""
