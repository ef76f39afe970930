"""``python -m services.funding api|consumer|relay|migrate|all``."""

from chassis.run import main
from services.funding.app import make_service

if __name__ == "__main__":
    main(make_service)
