def record_declared_consents(piece, by):
    return []
