"""Run by the system's Python: types into a hidden document of LibreOffice through the dispatcher, key for key.

    typist.py SOFFICE PROFILE JOB.json

The job: {"file", "cells": [[sheet, cell, text], …], "save": [[filter, path], …]}. Formulas are reckoned while it types.
"""

import json
import os
import signal
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def values(**named):
    return tuple(PropertyValue(name, 0, value, 0) for name, value in named.items())


def connect(pipe, tries=120):
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(tries):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")


def work(context, job):
    services = context.ServiceManager
    desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    dispatcher = services.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    book = desktop.loadComponentFromURL(uno.systemPathToFileUrl(job["file"]), "_blank", 0, values(Hidden=True))
    controller = book.CurrentController
    for sheet, cell, text in job["cells"]:
        controller.setActiveSheet(book.Sheets.getByName(sheet))
        dispatcher.executeDispatch(controller.Frame, ".uno:GoToCell", "", 0, values(ToPoint=cell))
        dispatcher.executeDispatch(controller.Frame, ".uno:EnterString", "", 0, values(StringName=text))
    for name, path in job["save"]:
        book.storeToURL(uno.systemPathToFileUrl(path + ".part"), values(FilterName=name))
        os.replace(path + ".part", path)


def main():
    soffice, profile, request = sys.argv[1:]
    pipe = f"fuwuyue{time.time_ns()}"
    office = subprocess.Popen([soffice, profile, "--headless", "--norestore", f"--accept=pipe,name={pipe};urp"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        with open(request, encoding="utf-8") as file:
            work(connect(pipe), json.load(file))
    finally:
        os.killpg(office.pid, signal.SIGKILL)


main()
