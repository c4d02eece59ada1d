import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { addDestination, type DestinationOwner } from "../../../api/setup.js";
import { Field } from "../../../components/form.js";
import { useWords } from "../../../i18n/i18n.js";
import { destinationOfUrl } from "./destination-of-url.js";

/** An address pasted from a chat's settings is all it takes. */
export function QuickAdd({ project }: { readonly project: DestinationOwner }) {
  const { setup: words } = useWords();
  const client = useQueryClient();
  const [address, setAddress] = useState("");
  const config = destinationOfUrl(address);
  const adding = useMutation({
    mutationFn: (wanted: object) => addDestination(project, { config: wanted }),
    onSuccess: async () => {
      setAddress("");
      await client.invalidateQueries({ queryKey: ["destinations"] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (config) adding.mutate(config);
  };
  return (
    <form onSubmit={submit} className="grid grid-cols-[1fr_auto] items-start gap-2 px-4 py-3">
      <Field
        label={words.pasteWebhook}
        hint={words.pasteWebhookHint}
        placeholder="https://hooks.slack.com/services/…"
        value={address}
        error={address !== "" && !config ? words.notAnAddress : adding.error?.message}
        onChange={setAddress}
      />
      <button
        type="submit"
        className="button button-main mt-[1.625rem] min-h-9"
        disabled={!config || adding.isPending}
      >
        {words.add}
      </button>
    </form>
  );
}
