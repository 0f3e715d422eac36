"""Run by the system's Python: types into hidden documents of LibreOffice through the dispatcher, key for key.

    typist.py SOFFICE PROFILE JOBS.json

A job: {"file", "cells": [[sheet, cell, text], …], "show": [[sheet, range], …], "save": [[filter, path], …]}. The answer on
standard output: for each job {"shown": [[row of texts, …], …]}.
"""

import json
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
    book.calculateAll()
    shown = []
    for sheet, area in job.get("show", ()):
        cells = book.Sheets.getByName(sheet).getCellRangeByName(area)
        shown.append([[cells.getCellByPosition(c, r).String for c in range(cells.Columns.Count)] for r in range(cells.Rows.Count)])
    for name, path in job.get("save", ()):
        book.storeToURL(uno.systemPathToFileUrl(path), values(FilterName=name))
    book.close(True)
    return {"shown": shown}


def main():
    soffice, profile, request = sys.argv[1:]
    pipe = f"fuwuyue{time.time_ns()}"
    office = subprocess.Popen([soffice, profile, "--headless", "--norestore", f"--accept=pipe,name={pipe};urp"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        context = connect(pipe)
        with open(request, encoding="utf-8") as file:
            answers = [work(context, job) for job in json.load(file)]
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        try:
            desktop.terminate()
        except Exception:  # it may be gone before it answers
            pass
    finally:
        try:
            office.wait(20)
        except subprocess.TimeoutExpired:
            office.kill()
    print(json.dumps(answers, ensure_ascii=False))


main()
