"""The product held against a second implementation of the evaluation, which stays independent of it.

`implementation` was written from the specification alone, by plain loops over plain rows, and is changed only where the
specification's sentences change or it misread one, never to agree with the product. It imports nothing of the product (a
test holds this), shares no helper with `tests.support`, and knows the workbooks by their titles and headers alone: it
invents random campaigns, reckons what must come out, fills the product's templates, and compares.
`bridge` alone knows both: it puts an invented campaign straight into the product's rules and tables. `small_campaigns`
are made by hand, for the worked examples. The tests beside them check the product against the implementation, and the
implementation against the worked examples.
"""
