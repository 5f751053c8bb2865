"""Readers turn other formats into the JSON shape of the ClinicalTrials.gov API v2."""
