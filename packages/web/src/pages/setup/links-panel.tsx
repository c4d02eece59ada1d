import { useState } from "react";
import { revokeLinks } from "../../api/projects.js";
import type { Project } from "../../api/types.js";
import { Revocation } from "../../components/revocation.js";
import { Section } from "../../components/section.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useWords } from "../../i18n/i18n.js";

/** The links that let people without a key look at an occurrence: since when they are good, and their end. */
export function LinksPanel({ project }: { readonly project: Project }) {
  const { setup: words } = useWords();
  const { name, linksRevokedAt } = project;
  const [isAsking, setAsking] = useState(false);
  return (
    <Section title={words.links} note={words.linksNote}>
      <div className="flex flex-wrap items-center gap-3 px-4 py-3 text-sm">
        <p className="min-w-0 flex-1 basis-64 text-soft">
          {words.linksText}
          {linksRevokedAt && (
            <span className="block text-xs">
              {words.linksRevoked} <TimeAgo at={linksRevokedAt} />
            </span>
          )}
        </p>
        <button type="button" className="button text-bad" onClick={() => setAsking(true)}>
          {words.revokeLinks}
        </button>
      </div>
      {isAsking && <RevokeLinks name={name} onClose={() => setAsking(false)} />}
    </Section>
  );
}

function RevokeLinks({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { setup: words } = useWords();
  return (
    <Revocation
      title={words.revokeLinksTitle}
      text={words.revokeLinksText}
      word={words.revokeWord}
      submit={words.revokeLinks}
      revoke={() => revokeLinks(name)}
      changes={["project", name]}
      onClose={onClose}
    />
  );
}
