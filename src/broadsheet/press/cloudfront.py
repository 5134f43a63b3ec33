"""How CloudFront is told to forget: by invalidations, which it carries out within a minute or so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from botocore.config import Config
from botocore.exceptions import ClientError

from broadsheet.kernel import ids
from broadsheet.press import amazon
from broadsheet.press.config import PurgeConfig

# It does not take one of the paths, and does not say which.
_UNFIT: Final = frozenset({"InvalidArgument", "BatchTooLarge"})


class CloudFront:
    """An address counts as heard of when the invalidation is accepted; to end it is CloudFront's part."""

    def __init__(self, config: PurgeConfig, environment: Mapping[str, str]) -> None:
        """Raises KeysMissing."""
        self.batch = config.batch
        self._distribution = config.distribution
        self._client: Any = amazon.session(environment, "CloudFront").client(
            "cloudfront",
            endpoint_url=config.address.rstrip("/") or None,
            region_name="us-east-1",
            config=Config(
                connect_timeout=config.timeout, read_timeout=config.timeout, retries={"total_max_attempts": 1}
            ),
        )

    def tell(self, paths: Sequence[str]) -> Mapping[str, str]:
        try:
            self._invalidate([quote(path) for path in paths])
        except ClientError as error:
            said = amazon.said(error)
            if said in _UNFIT and len(paths) > 1:
                middle = len(paths) // 2
                return {**self.tell(paths[:middle]), **self.tell(paths[middle:])}
            return dict.fromkeys(paths, f"CloudFront answered {amazon.status(error)} {said}")
        except amazon.UNANSWERED as error:
            return dict.fromkeys(paths, f"CloudFront did not answer: {type(error).__name__}")
        return {}

    def _invalidate(self, items: Sequence[str]) -> None:
        self._client.create_invalidation(
            DistributionId=self._distribution,
            InvalidationBatch={
                "Paths": {"Quantity": len(items), "Items": list(items)},
                # Another one each time: a request that names an earlier one would be taken for it.
                "CallerReference": ids.new_id(),
            },
        )
