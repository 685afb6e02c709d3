"""What the API's answers look like, as OpenAPI tells it. Public: keys are added freely, renamed or dropped only by a
recorded decision. An answer that does not fit is a fault of ours and fails in the tests, not at a reader's: the
dicts are made in `archive.api.shapes`.
"""
