"""Opens every .fodt of a folder in LibreOffice and saves it twice more, with all tracked changes accepted and with all
rejected. Arguments: the program, the folder."""

import pathlib
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def connected(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    sys.exit("soffice does not answer")


def save(context, path, command, ending):
    desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
    hidden = PropertyValue("Hidden", 0, True, 0)
    document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (hidden,))
    if document is None:
        sys.exit(f"cannot open {path.name}")
    helper = context.ServiceManager.createInstance("com.sun.star.frame.DispatchHelper")
    helper.executeDispatch(document.CurrentController.Frame, command, "", 0, ())
    flat = PropertyValue("FilterName", 0, "OpenDocument Text Flat XML", 0)
    document.storeToURL(path.with_suffix(ending).as_uri(), (flat,))
    document.close(True)


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    pipe = f"guiju-{folder.name}"
    profile = (folder / "profile").as_uri()
    office = subprocess.Popen(
        [program, "--headless", "--norestore", f"-env:UserInstallation={profile}", f"--accept=pipe,name={pipe};urp"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        context = connected(pipe)
        for path in sorted(folder.glob("*.fodt")):
            save(context, path, ".uno:AcceptAllTrackedChanges", ".accepted")
            save(context, path, ".uno:RejectAllTrackedChanges", ".rejected")
        try:
            context.ServiceManager.createInstance("com.sun.star.frame.Desktop").terminate()
        except Exception:
            pass
        office.wait(30)
    finally:
        office.kill()


main()
