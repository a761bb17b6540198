"""One coefficient beside a level for each unit and each time: where treatment begins everywhere at one time."""

from __future__ import annotations

import numpy as np

from amends.evidence.did.group_time import under_treatment
from amends.evidence.did.panel import Panel
from amends.evidence.did.wild_bootstrap import ByCluster, without_means


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

    def found(residual: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        scores = panel.sums((weights * residual).sum(axis=1))
        # What is fitted anew of one cluster's residuals: the times' levels, and the coefficient itself.
        levels = panel.sums(weights) @ panel.sums(residual).T / len(panel.start)
        coefficient = np.outer(
            panel.sums((weights * treated).sum(axis=1)), panel.sums((weights * residual).sum(axis=1))
        )
        return scores, np.diag(scores) - levels - coefficient

    at_estimate, away = found((outcome - estimate * own).reshape(shape)), found(treated)
    return ByCluster(estimate, (at_estimate[0], away[0]), (at_estimate[1], away[1]))
