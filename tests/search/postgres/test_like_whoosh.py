"""What Whoosh finds and keeps true, PostgreSQL finds and keeps true: the same tests again."""

# ruff: noqa: F401 - pytest collects what is imported, with the fixtures of this folder

from tests.search.postgres.conftest import NEEDS
from tests.search.test_backend import (
    test_autocompletion,
    test_conditions_that_no_index_knows,
    test_fields,
    test_found,
    test_fuzzy_finds_a_mistyped_latin_word,
    test_indexed_texts_come_with_the_results,
    test_kinds_of_query,
    test_more_hits_than_a_database_takes_as_parameters,
    test_order_and_slices,
    test_reset_empties_index_and_queue,
    test_the_better_match_comes_first,
    test_the_database_decides_what_may_be_found,
)
from tests.search.test_queue import (
    test_a_change_that_is_rolled_back_leaves_nothing,
    test_a_commit_brings_the_change_into_the_index,
    test_a_page_has_one_document_whichever_class_is_saved,
    test_a_request_survives_an_index_that_cannot_be_written,
    test_a_save_waits_in_its_own_transaction,
    test_an_object_that_is_gone_is_removed_not_waited_for,
    test_an_unreadable_object_does_not_hold_up_the_others,
    test_bulk_jobs_reach_the_index_in_one_go,
    test_changes_during_a_rebuild_reach_both_generations,
    test_deleted_objects_leave_the_index,
    test_only_the_last_operation_of_an_object_counts,
    test_simultaneous_drains_lose_nothing,
)

pytestmark = NEEDS
