from django_tasks import task


@task()
def check_similarity(revision_id: int) -> None:
    return None


@task()
def index_revision(revision_id: int) -> None:
    return None
