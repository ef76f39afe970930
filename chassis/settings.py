"""Settings of a process: environment variables with the prefix ``FASTLANE_``."""

from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Literal, Self

from pydantic import AwareDatetime, Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from contracts.lane_time import REAL_DAY_SECONDS, LaneClock

_DEFAULT_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


class Settings(BaseSettings):
    """What every process reads. A service with more subclasses it in its own ``settings``."""

    model_config = SettingsConfigDict(env_prefix="FASTLANE_", extra="ignore")
    needs_database: ClassVar[bool] = True

    environment: Literal["production", "standalone", "test"] = "production"
    database_url: str = ""
    database_pool: int = Field(default=10, ge=1, le=100)
    nats_url: str = "nats://127.0.0.1:4222"
    oidc_issuer: str = ""
    oidc_audience: str = "fastlane-api"
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8000, ge=1, le=65535)
    public_url: str = "http://127.0.0.1:8080"
    max_body_bytes: int = Field(default=1_000_000, gt=0)
    day_seconds: float = REAL_DAY_SECONDS
    lane_epoch: AwareDatetime = _DEFAULT_EPOCH
    lane_epoch_real: AwareDatetime = _DEFAULT_EPOCH
    trace_dir: Path | None = None
    log_level: str = "INFO"

    @model_validator(mode="after")
    def _real_time_in_production(self) -> Self:
        if self.environment == "production":
            scaled = self.day_seconds != REAL_DAY_SECONDS
            if scaled or self.lane_epoch != self.lane_epoch_real:
                raise ValueError(
                    "production runs in real time: unset FASTLANE_DAY_SECONDS, FASTLANE_LANE_EPOCH "
                    "and FASTLANE_LANE_EPOCH_REAL"
                )
        return self

    @property
    def lane_clock(self) -> LaneClock:
        """The mapping between real instants and lane time."""
        return LaneClock(
            epoch=self.lane_epoch, epoch_real=self.lane_epoch_real, day_seconds=self.day_seconds
        )
