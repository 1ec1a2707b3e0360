from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("documents", "0009_whole_files")]

    operations = [migrations.RenameField("LaidDocument", "form_file", "file")]
