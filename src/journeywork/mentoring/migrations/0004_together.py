"""Rounds and running matches were written beside each other."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0002_rounds"),
        ("mentoring", "0003_running"),
    ]

    operations = []
