"""Registry on a real database, through HTTP and the bus."""
