"""Write the bill of materials of a release (CycloneDX 1.6, JSON) from the lock: `make sbom`."""

import sys
from pathlib import Path

from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from network.core.version import VERSION
from tests.supply.lock import Locked, locked_packages

OWN = "pbgdpl-network"


def bill_of_materials() -> str:
    """Return the bill: every locked package with its version, and who asks for whom."""
    packages = locked_packages()
    components = {name: _component(package) for name, package in packages.items()}
    own = Component(type=ComponentType.APPLICATION, name=OWN, version=VERSION, bom_ref=OWN)
    bom = Bom(components=components.values())
    bom.metadata.component = own
    everything = components | {OWN: own}
    for wanting, component in everything.items():
        wanted = [
            components[name] for name, package in packages.items() if wanting in package.wanted_by
        ]
        bom.register_dependency(component, wanted)
    return str(JsonV1Dot6(bom).output_as_string(indent=1))


def _component(package: Locked) -> Component:
    purl = PackageURL("pypi", name=package.name, version=package.version)
    return Component(
        type=ComponentType.LIBRARY,
        name=package.name,
        version=package.version,
        purl=purl,
        bom_ref=str(purl),
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(bill_of_materials(), encoding="utf-8")
    sys.stdout.write(f"{sys.argv[1]}: {len(locked_packages())} packages\n")
