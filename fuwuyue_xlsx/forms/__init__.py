"""The forms that the office prints and signs: public notice, pay-out list, certificates, recommendation forms, feedback."""
