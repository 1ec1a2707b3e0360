from django.db import migrations

from lienthong.kernel.text.public import fold, name_sort_key, one_line


def clean_names(apps, schema_editor):
    """Names registered with line ends and signs that are not seen, so that the same person is found again."""
    Person = apps.get_model("people", "Person")
    for person in Person.objects.only("full_name", "name_folded").iterator(chunk_size=2_000):
        name = one_line(person.full_name)
        if (name, fold(name)) != (person.full_name, person.name_folded):
            Person.objects.filter(pk=person.pk).update(
                full_name=name, name_folded=fold(name), sort_key=name_sort_key(name)
            )


class Migration(migrations.Migration):
    dependencies = [("people", "0004_alter_accesscode_digest_codehalf")]
    operations = [migrations.RunPython(clean_names, migrations.RunPython.noop)]
