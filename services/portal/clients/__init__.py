"""What the portal asks of others: the services as the signed-in person, and the issuer."""
