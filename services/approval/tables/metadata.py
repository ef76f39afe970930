"""Where all of approval's tables are registered: those of the package, and its modules'."""

from sqlalchemy import MetaData

from chassis.plumbing import Plumbing

metadata = MetaData(schema="approval")
plumbing = Plumbing(metadata)
