"""What is measured of features beside their spectra: descent, probes, transfer, collapse, nulls."""
