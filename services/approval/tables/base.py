"""What every table of approval hangs on."""

from sqlalchemy import MetaData

from chassis.plumbing import Plumbing

metadata = MetaData(schema="approval")
plumbing = Plumbing(metadata)
