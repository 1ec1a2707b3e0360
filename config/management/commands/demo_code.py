"""`manage.py demo_code NAME`: the second factors of a person of the demonstration."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lienthong.kernel.people.demo import demo_code, demo_sign_ins
from lienthong.kernel.people.public import Account
from lienthong.records.signing.demo import demo_code as signing_code
from lienthong.records.signing.demo import demo_number, demo_pin, has_demo_key
from lienthong.records.signing.public import Certificate, requests_open


class Command(BaseCommand):
    help = "Print the sign-in code and, for those who sign, PIN and signing code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **chosen: Any) -> None:
        username = chosen["username"]
        if username not in {known.username for known in demo_sign_ins()}:
            raise CommandError(f"{username} is not a person of the demonstration.")
        self.stdout.write(f"Mã xác thực:    {demo_code(username)}")
        person = Account.objects.get(username=username).person
        certificate = Certificate.objects.in_force().filter(post__person=person).first()
        if certificate is not None and has_demo_key(certificate.key_id):
            self.stdout.write(f"Mã PIN ký số:   {demo_pin(certificate.key_id)}")
            self.stdout.write(f"Mã ký một lần:  {signing_code(certificate.key_id)}")
        request = requests_open().filter(post__person=person).first()
        if request is not None and demo_number(request):
            self.stdout.write(f"Số đối chiếu:   {demo_number(request)}")
