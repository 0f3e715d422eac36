"""The model of a campaign's rules, its policies, and the rules of 2017, without files or cells."""
