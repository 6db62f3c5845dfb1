"""Modelsearch's own tests of a backend, as they are, on ours."""

from django.conf import settings
from django.test import TestCase
from modelsearch.tests.test_backends import BackendTests


class RefereeTests(BackendTests, TestCase):
    backend_path = settings.BACKEND
