"""Run the rules on a project and place, grade, fold and waive what they find."""

from powermodel.review.engine import Options, Report, blocking, review
from powermodel.review.placed import PlacedFinding

__all__ = ["Options", "PlacedFinding", "Report", "blocking", "review"]
