"""The audit trail: sign-ins, rights, second factors, what was taken out of the house."""
