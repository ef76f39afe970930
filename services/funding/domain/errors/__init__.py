"""What funding refuses, each by name. One module per matter: application, money, voucher."""
