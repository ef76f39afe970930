"""``python -m services.notify api|consumer|relay|migrate|all``."""

from chassis.run import main
from services.notify.app import make_service

if __name__ == "__main__":
    main(make_service)
