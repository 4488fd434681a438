"""The page Inspections: legal verifications on site, and the stock of seals."""
