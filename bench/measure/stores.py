"""Big stores, each filled once and used by several rows."""

from measure.site import Site


class Stores:
    def __init__(self, settings):
        self.settings = settings
        self.sites = {}

    def get(self, keys):
        """A site with so many keys in the projects p-00000000 and so on, in equal parts."""
        if keys not in self.sites:
            site = self.sites[keys] = Site(self.settings)
            projects = self.settings.store_projects
            site.fill("p", projects, max(1, keys // projects))
        return self.sites[keys]

    def close(self):
        for site in self.sites.values():
            site.close()
        self.sites = {}
