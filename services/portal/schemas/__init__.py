"""What the portal needs of the other services' answers, one module per service.

Fields that no page shows are left out and unknown ones ignored: a service may say more.
"""
