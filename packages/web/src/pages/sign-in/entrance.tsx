import type { ReactNode } from "react";
import { Logo } from "../../shell/logo.js";
import { SettingsMenu } from "../../shell/settings-menu.js";

interface EntranceProps {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}

/** A page for who is not in yet. */
export const Entrance = ({ title, lead, children }: EntranceProps) => (
  <div className="flex min-h-dvh flex-col">
    <div className="flex justify-end p-3">
      <SettingsMenu />
    </div>
    <main className="m-auto w-full max-w-sm px-5 pb-24">
      <div className="mb-8 flex items-center gap-3">
        <Logo className="size-10" />
        <div>
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          <p className="text-sm text-balance text-soft">{lead}</p>
        </div>
      </div>
      {children}
    </main>
  </div>
);
