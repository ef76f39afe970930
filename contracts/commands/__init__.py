"""Commands, one module per receiver. Sent by the workflow only."""
