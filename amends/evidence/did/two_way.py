"""One coefficient beside a level for each unit and each time: where treatment begins everywhere at one time."""

from __future__ import annotations

import numpy as np

from amends.evidence.did.group_time import under_treatment
from amends.evidence.did.panel import Panel
from amends.evidence.did.wild_bootstrap import ByCluster, Spread, without_means


def two_way(panel: Panel) -> ByCluster:
    """Return the two-way coefficient of being treated, by clusters.

    Its error is the cluster-robust one of the regression, without a factor for few clusters.
    """
    shape = panel.outcome.shape
    own = without_means(panel, under_treatment(panel).astype(float).ravel())
    size = float(own @ own)
    outcome = without_means(panel, panel.outcome.ravel())
    estimate = float(own @ outcome) / size
    weights = (own / size).reshape(shape)
    treated = own.reshape(shape)

    def spread(residual: np.ndarray) -> Spread:
        scores = panel.sums((weights * residual).sum(axis=1))
        # What is fitted anew of one cluster's residuals: the times' levels, and the coefficient itself.
        left = np.column_stack([panel.sums(weights), panel.sums((weights * treated).sum(axis=1))])
        return Spread(scores, left, np.column_stack([panel.sums(residual) / len(panel.start), scores]))

    return ByCluster(estimate, spread((outcome - estimate * own).reshape(shape)), spread(treated))
