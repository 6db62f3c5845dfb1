def similarity_of(revision_id):
    return None
