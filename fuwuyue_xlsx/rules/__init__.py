"""What a campaign asks for: the model of its rules, its policies, and the rules of 2017. No file, no cell."""
