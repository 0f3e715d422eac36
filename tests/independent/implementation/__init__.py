"""A plain second implementation of the evaluation, used to check the product against.

Nothing in here imports the product: rules and inputs are invented, written into the product's own templates, and its
answer is compared with what the specification's sentences give.
"""
