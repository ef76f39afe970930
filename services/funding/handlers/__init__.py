"""Commands of funding, one function each. They run inside a unit of work that others commit."""
