"""Funding: programmes, applications, budgets, and the ledger of every movement of money."""
