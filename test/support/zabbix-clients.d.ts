declare module "zabbix-promise" {
  export default class Zabbix {
    constructor(options: { url: string; user: string; password: string });
    login(): Promise<unknown>;
    logout(): Promise<unknown>;
    request(method: string, params: unknown): Promise<unknown>;
  }
}

declare module "zabbix-rpc" {
  export default class Zabbix {
    constructor(host: string, user: string, password: string);
    version(): Promise<unknown>;
    call(method: string, params: unknown): Promise<unknown>;
    user: {
      login(user?: string, password?: string, userData?: boolean): Promise<unknown>;
      logout(): Promise<unknown>;
    };
  }
}
